// By which types the engine knows our resource: the dynamic one and the plugin's, also in states.
import { token } from "../sdk/plugin/token";
import { typeToken as dynamicToken } from "../sdk/shim";

export const organizationTypes: readonly string[] = [dynamicToken, token("ConnectedOrganization")];
