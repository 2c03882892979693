// Whether the version is the same everywhere.

interface Lock {
  readonly version: string;
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const heading = /^## \[(\d+\.\d+\.\d+[^\]]*)\] - (unreleased|\d{4}-\d{2}-\d{2})$/m;

/** @returns one sentence per problem */
export function judgeVersion(version: string, changelog: string, lock: Lock): string[] {
  const [, newest] = heading.exec(changelog) ?? [];
  const problems: string[] = [];
  if (newest === undefined) problems.push("CHANGELOG.md has no heading such as `## [1.2.3] - 2026-01-31`.");
  else if (newest !== version) problems.push(`CHANGELOG.md begins with ${newest}, but package.json says ${version}.`);
  for (const locked of [lock.version, lock.packages[""]?.version]) {
    if (locked !== version)
      problems.push(`package-lock.json says ${locked}, but package.json ${version}: run npm install.`);
  }
  return [...new Set(problems)];
}

/** Whether the release date is still missing. */
export function isUnreleased(changelog: string): boolean {
  return heading.exec(changelog)?.[2] === "unreleased";
}
