// One row per question that Microsoft's documentation leaves open. The default is the documented or the most likely answer.
// A row has either `positions` (one of a few literals) or `count` (a whole number from 0).

export const switchTable = {
  patchAnswer: { positions: [204, 202, 200], default: 204, about: "PATCH: 204 empty, 202 partial body, 200 full body" },
  patchIdentitySources: {
    positions: ["replaces", "ignored", "refused"],
    default: "replaces",
    about: "identitySources in a PATCH; sources sent as they are stored are tolerated in every position",
  },
  postIdentitySources: {
    positions: ["empty", "absent", "filled"],
    default: "empty",
    about: "identitySources in the answer to POST",
  },
  postDisplayName: {
    positions: ["accepted", "refused"],
    default: "accepted",
    about: "a POST without displayName, which the beta page calls required",
  },
  locationHeader: { positions: ["present", "absent"], default: "present", about: "Location header of the 201" },
  duplicate: { positions: ["refused", "allowed"], default: "refused", about: "a second organization for one source" },
  duplicateCode: {
    positions: ["ConnectedOrganizationAlreadyExists", "IdentityProviderAlreadyConfigured"],
    default: "ConnectedOrganizationAlreadyExists",
    about: "error code of a refused duplicate",
  },
  duplicateStatus: { positions: [400, 409], default: 400, about: "status of a refused duplicate" },
  duplicateDisplayName: { positions: ["allowed", "refused"], default: "allowed", about: "equal display names" },
  tenantDisplayName: {
    positions: ["kept", "overwritten"],
    default: "kept",
    about: "displayName of a tenant source that the caller sent: kept, or overwritten with the tenant's name",
  },
  swap: {
    positions: ["tenant", "crossCloud", "kept", "later"],
    default: "tenant",
    about:
      "a posted domain of a tenant: stored as tenant; crossCloud = stored as cross-cloud tenant when the tenant is in another cloud; kept = stays a domain; later = becomes the tenant after swapAfterReads reads",
  },
  swapAfterReads: { count: true, default: 1, about: "swap=later: reads that still show the domain" },
  swapOnPatch: {
    positions: ["swapped", "kept"],
    default: "swapped",
    about: "domains in a PATCH that replaces sources",
  },
  storedDomain: {
    positions: ["asSent", "lowerCase", "punycode"],
    default: "asSent",
    about: "spelling of a domain that stays a domain",
  },
  twoSources: {
    positions: ["accepted", "ignored", "refused"],
    default: "accepted",
    about: "POST with several sources; ignored = only the first is stored",
  },
  equalSources: {
    positions: ["once", "kept"],
    default: "once",
    about:
      "sources stored as the same identity, such as two domains of one tenant: once, or as often as they were sent",
  },
  zeroSources: {
    positions: ["accepted", "ignored", "refused"],
    default: "refused",
    about: "POST without a source, PATCH with [] or null; ignored = a PATCH keeps what is stored",
  },
  inlineSponsors: { positions: ["accepted", "ignored", "refused"], default: "accepted", about: "sponsors in a POST" },
  clearedDescription: {
    positions: ["asSent", "null", "emptyString", "absent", "refused"],
    default: "asSent",
    about: 'what an empty description (null or "") reads back as; refused = 400 on null',
  },
  sponsorPresent: { positions: [204, 400, 404, 409], default: 204, about: "adding a sponsor who is already there" },
  sponsorAbsent: { positions: [404, 204, 400, 409], default: 404, about: "removing a sponsor who is not there" },
  sponsorUnknown: { positions: [404, 400], default: 404, about: "adding an object the directory does not have" },
  sponsorPending: {
    positions: [204, 400, 404],
    default: 204,
    about: "adding a guest who has not accepted the invitation",
  },
  sponsorReferencePath: {
    positions: ["all", "typed"],
    default: "all",
    about: "typed = /directoryObjects/{id} is refused, only /users/{id} and /groups/{id} pass",
  },
  sponsorReferenceHost: {
    positions: ["any", "own", "ownOrGraph"],
    default: "ownOrGraph",
    about: "host inside @odata.id: any, the one the request came to, that one or a Graph host of any cloud",
  },
  sponsorItem: {
    positions: ["concrete", "generic", "untyped"],
    default: "concrete",
    about: "@odata.type of a sponsor in a list: user or group, directoryObject, none",
  },
  sponsorReferenceList: {
    positions: ["supported", "refused"],
    default: "supported",
    about: "GET …Sponsors/$ref, known from generated SDKs only",
  },
  odataType: {
    positions: ["hash", "bare", "otherCase"],
    default: "hash",
    about: "spelling of @odata.type in answers: #microsoft.graph.x, microsoft.graph.x, lower case",
  },
  sourceIdentity: {
    positions: ["plain", "backendNamespace", "untyped", "noTenantId", "tomorrow"],
    default: "plain",
    about:
      "identity sources in answers: types in the namespace Microsoft.IGAELM.EC.FrontEnd.ExternalModel; no @odata.type; tenants without tenantId; tenants of a type nobody knows, with tenantId",
  },
  pageSize: { count: true, default: 100, about: "items on a page of any list (at least 1)" },
  emptyPage: {
    positions: ["none", "first", "last"],
    default: "none",
    about: "an empty page: first = with a link to the items, last = reached by a link after the items",
  },
  filters: {
    positions: ["all", "documented", "refused"],
    default: "all",
    about: "documented = displayName eq and tenantId eq only; refused = every $filter is a 400",
  },
  createdHiddenReads: { count: true, default: 0, about: "requests for a new organization that do not see it yet" },
  createdHiddenAs: {
    positions: [404, 403, "emptySources"],
    default: 404,
    about: "what those requests get; emptySources = 200 with identitySources []",
  },
  createdHiddenFromDelete: {
    positions: ["no", "yes"],
    default: "no",
    about: "whether DELETE does not see a new organization yet either",
  },
  createdUnlistedReads: { count: true, default: 0, about: "lists that do not show a new organization yet" },
  patchedStaleReads: { count: true, default: 0, about: "reads that show the old values after a PATCH" },
  sponsorsStaleReads: { count: true, default: 0, about: "reads of a sponsor list that show the old members" },
  deleteAnswer: {
    positions: [204, 404, 400],
    default: 204,
    about: "DELETE: 204; 404 although it deleted; 400 = a rule keeps the organization",
  },
  deleteUsed: {
    positions: [204, 400],
    default: 204,
    about: "DELETE of an organization that an assignment policy names; 400 = a rule keeps the organization",
  },
  deleteMissing: { positions: [404, 204], default: 404, about: "DELETE of an organization that is not there" },
  deletedVisibleReads: { count: true, default: 0, about: "reads that still show a deleted organization" },
  goneAnswer: {
    positions: [404, 403],
    default: 404,
    about: "requests for an organization that was deleted; an id that never existed is always a 404",
  },
  deletedBusyCreates: { count: true, default: 0, about: "creates of the same source refused after a delete" },
  ownTenant: { positions: ["refused", "accepted"], default: "refused", about: "the caller's own tenant as a source" },
  malformedDomain: { positions: ["refused", "accepted"], default: "refused", about: "a domain that is not a DNS name" },
  unknownTenant: { positions: ["accepted", "refused"], default: "accepted", about: "a tenant id nobody knows" },
  backToProposed: { positions: ["accepted", "refused"], default: "accepted", about: "PATCH of state back to proposed" },
  ruleCode: {
    positions: ["BadRequest", "InvalidModel", "Unknown"],
    default: "BadRequest",
    about: "code of the four refusals above",
  },
  unknownDomainLookup: {
    positions: [404, 400],
    default: 404,
    about: "findTenantInformation of an unknown domain or id",
  },
  policiesPermission: {
    positions: ["granted", "refused", "hidden"],
    default: "granted",
    about:
      "assignment policies for a caller who may read organizations; refused = 403; hidden = an empty list and 404, as for a user without a directory role",
  },
  expandAccessPackage: {
    positions: ["honoured", "ignored", "refused"],
    default: "honoured",
    about: "$expand=accessPackage of assignment policies; ignored = they have no package; refused = 400",
  },
  policyTarget: {
    positions: ["typed", "backendNamespace", "untyped"],
    default: "typed",
    about:
      "targets of a policy in answers: types in microsoft.graph, in the namespace Microsoft.IGAELM.EC.FrontEnd.ExternalModel, no @odata.type",
  },
  targetIdCase: {
    positions: ["asStored", "upperCase"],
    default: "asStored",
    about: "case of connectedOrganizationId in the targets of a policy",
  },
  changedBy: {
    positions: ["userPrincipalName", "appId", "absent"],
    default: "userPrincipalName",
    about: "createdBy and modifiedBy (beta): the seed's caller, the id of the app that called, or neither",
  },
  errorStyle: {
    positions: ["documented", "innererror", "lowercaseCode", "empty", "html"],
    default: "documented",
    about: "body of every error answer",
  },
  forbiddenReason: {
    positions: ["notAuthorized", "unauthorized"],
    default: "notAuthorized",
    about: "reason text of a 403 UnAuthorized",
  },
  licence: { positions: ["present", "missing"], default: "present", about: "missing = every call is a 403 NoLicense" },
  acceptedTokens: {
    positions: ["any", "issued", "listed"],
    default: "any",
    about: "any bearer, only those of the token endpoint, or only those listed in the seed",
  },
  tokenLifetime: { count: true, default: 3599, about: "seconds an issued token is valid" },
  batch: { positions: ["supported", 404, 405], default: "supported", about: "POST $batch" },
  batchOrder: { positions: ["asSent", "reversed", "shuffled"], default: "asSent", about: "order of batch answers" },
  throttleRequests: { count: true, default: 0, about: "requests allowed per throttleSeconds; 0 = no limit" },
  throttleSeconds: { count: true, default: 10, about: "length of the throttling window" },
  throttleRetryAfter: {
    positions: ["seconds", "decimal", "date", "zero", "missing", "garbage"],
    default: "seconds",
    about: "form of Retry-After in a throttling answer",
  },
} as const;
