/** Under the control routes, so that whoever may not send those cannot open or send the pages. */
export const pageRoot = "/_emulator/page";
