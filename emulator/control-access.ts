// Who may control the emulator over HTTP: programs of this machine, and no page that a browser of it shows.
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A name that leads here by somebody else's DNS shows in Host, a page of somebody else's in the other two. */
export function refuseControl({ url, headers }: Request, listensOn: string): string | undefined {
  const { hostname, host, origin } = new URL(url);
  if (!isLoopback(hostname) && hostname !== listensOn.toLowerCase()) {
    return `The host ${host} may not control the emulator. Use a loopback name, or the name after --host.`;
  }
  const from = headers.get("origin") ?? origin;
  const site = headers.get("sec-fetch-site") ?? "none";
  if (from === origin && ["none", "same-origin"].includes(site)) return undefined;
  return "A page of another origin may not control the emulator. Type the emulator's address into the browser, or send the request from a program.";
}
