import { getGroupOutput, getUserOutput, Invitation } from "@pulumi/azuread";
import { ConnectedOrganization } from "pulumi-connectedorgs";

const adele = getUserOutput({ userPrincipalName: "adele@contoso.com" });
const managers = getGroupOutput({ displayName: "Partner managers", securityEnabled: true });

const invitation = new Invitation("rosa", {
  userEmailAddress: "rosa@wingtiptoys.com",
  userDisplayName: "Rosa Diaz",
  redirectUrl: "https://myaccess.microsoft.com",
  message: { body: "You are invited to approve who at Wingtip Toys gets access." },
});

const rosa = getUserOutput({ objectId: invitation.userId });
// Graph may refuse a guest who has not accepted the invitation: the first `up` after that adds the sponsor.
const guests = rosa.apply(({ externalUserState, objectId }) => (externalUserState === "Accepted" ? [objectId] : []));

const wingtip = new ConnectedOrganization("wingtip", {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
  internalSponsors: [adele.objectId, managers.objectId],
  externalSponsors: guests,
});

export const organizationId = wingtip.id;
