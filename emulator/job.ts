// The jobs of pipelines that the default seed's app trusts.

/** What tokens of other issuers are for. */
export const tokenExchange = "api://AzureADTokenExchange";

export interface Job {
  readonly issuer: string;
  readonly subject: string;
}

export const jobs = {
  github: {
    issuer: "https://token.actions.githubusercontent.com",
    subject: "repo:contoso/partners:ref:refs/heads/main",
  },
  azure: {
    issuer: "https://vstoken.dev.azure.com/3f7d2c1b-9a54-4e06-8b7d-1c5f0e9a6d42",
    subject: "sc://contoso/partners/connected-organizations",
  },
} as const satisfies Record<string, Job>;
