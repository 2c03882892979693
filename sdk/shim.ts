/** What the host loads: a name that never changes either. */
export const entry = "pulumi-connectedorgs/provider";

/**
 * The text that stands in every state as `__provider`. It never changes, so that refresh and delete, which run the
 * text of the state, always run the installed code, and a release shows no difference.
 */
export const shim = `exports.handler=()=>require("${entry}").connectedOrganization;`;

/** The resource's type in every state and URN. A module named as the type is left out where the engine shows it. */
export const typeToken = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
