/** The names by which the engine knows what the plugin offers; the languages' generated packages use the same. */
export const pluginName = "connectedorgs";

export const token = <Name extends string>(name: Name) => `${pluginName}:index:${name}` as const;
