"""The emulator, used by Microsoft's own Python libraries: the examples and methods of Graph's pages.

https://learn.microsoft.com/graph/api/entitlementmanagement-post-connectedorganizations?view=graph-rest-beta
https://learn.microsoft.com/graph/api/resources/connectedorganization?view=graph-rest-beta
"""

import asyncio
import os
import ssl
import unittest

import httpx
import msal
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from msgraph_beta import GraphRequestAdapter, GraphServiceClient
from msgraph_beta.generated.models.azure_active_directory_tenant import AzureActiveDirectoryTenant
from msgraph_beta.generated.models.connected_organization import ConnectedOrganization
from msgraph_beta.generated.models.connected_organization_state import ConnectedOrganizationState
from msgraph_beta.generated.models.domain_identity_source import DomainIdentitySource
from msgraph_beta.generated.models.reference_create import ReferenceCreate
from msgraph_beta.graph_request_adapter import options
from msgraph_core import APIVersion, GraphClientFactory

URL = os.environ["EMULATOR_URL"]
TENANT = os.environ["EMULATOR_TENANT"]
CLIENT = os.environ["EMULATOR_CLIENT"]
# The variable is what MSAL goes by.
TRUSTED = os.environ["REQUESTS_CA_BUNDLE"]
SCOPES = ["https://graph.microsoft.com/.default"]

ADELE = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60"
MANAGERS = "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93"
WINGTIP = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48"


def sign_in(credential) -> dict:
    application = msal.ConfidentialClientApplication(
        CLIENT,
        authority=f"{URL}/{TENANT}",
        client_credential=credential,
        instance_discovery=False,
    )
    return application.acquire_token_for_client(scopes=SCOPES)


def read(name: str) -> str:
    with open(os.environ[name], encoding="utf-8") as file:
        return file.read()


class Token(AccessTokenProvider):
    """MSAL's token, which Graph's client takes."""

    def __init__(self) -> None:
        self.token = sign_in(os.environ["EMULATOR_SECRET"])["access_token"]

    async def get_authorization_token(self, uri, additional_authentication_context={}) -> str:
        return self.token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])


class SignIn(unittest.TestCase):
    def test_with_a_secret(self) -> None:
        answer = sign_in(os.environ["EMULATOR_SECRET"])
        self.assertEqual((answer["token_type"], answer["expires_in"]), ("Bearer", 3599))

    def test_with_a_certificate(self) -> None:
        certificate, key = read("EMULATOR_CERTIFICATE"), read("EMULATOR_KEY")
        answer = sign_in({"private_key": key, "public_certificate": certificate})
        self.assertIn("access_token", answer)

    def test_refuses_a_certificate_of_somebody_else(self) -> None:
        certificate, key = read("EMULATOR_OTHER_CERTIFICATE"), read("EMULATOR_OTHER_KEY")
        answer = sign_in({"private_key": key, "public_certificate": certificate})
        self.assertEqual((answer["error"], answer["error_codes"]), ("invalid_client", [700027]))

    def test_refuses_a_wrong_secret_with_the_correlation_id_that_was_sent(self) -> None:
        answer = sign_in("wrong")
        self.assertEqual(answer["error_codes"], [7000215])
        self.assertIn(answer["correlation_id"], answer["error_description"])


class ConnectedOrganizations(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        asyncio.get_running_loop().slow_callback_duration = 60
        self.http = httpx.AsyncClient(verify=ssl.create_default_context(cafile=TRUSTED))
        transport = GraphClientFactory.create_with_default_middleware(APIVersion.beta, client=self.http, options=options)
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Token()), client=transport)
        adapter.base_url = f"{URL}/beta"
        client = GraphServiceClient(request_adapter=adapter)
        self.collection = client.identity_governance.entitlement_management.connected_organizations

    async def asyncTearDown(self) -> None:
        listed = await self.collection.get()
        for organization in listed.value:
            await self.item(organization.id).delete()
        await self.http.aclose()

    def item(self, id: str):
        return self.collection.by_connected_organization_id(id)

    async def create(self, source, state=ConnectedOrganizationState.Proposed) -> ConnectedOrganization:
        return await self.collection.post(
            ConnectedOrganization(
                display_name="Connected organization name",
                description="Connected organization description",
                identity_sources=[source],
                state=state,
            )
        )

    def domain(self, name: str = "example.com") -> DomainIdentitySource:
        return DomainIdentitySource(
            odata_type="#microsoft.graph.domainIdentitySource", domain_name=name, display_name=name
        )

    async def test_example_1_creates_one_of_a_domain(self) -> None:
        created = await self.create(self.domain())
        self.assertEqual(
            (created.display_name, created.description, created.state, created.identity_sources),
            (
                "Connected organization name",
                "Connected organization description",
                ConnectedOrganizationState.Proposed,
                [],
            ),
        )
        (source,) = (await self.item(created.id).get()).identity_sources
        self.assertEqual((type(source), source.domain_name), (DomainIdentitySource, "example.com"))

    async def test_example_2_creates_one_of_a_tenant(self) -> None:
        source = AzureActiveDirectoryTenant(
            odata_type="#microsoft.graph.azureActiveDirectoryTenant", tenant_id=WINGTIP, display_name="Wingtip Toys"
        )
        created = await self.create(source, ConnectedOrganizationState.Configured)
        (stored,) = (await self.item(created.id).get()).identity_sources
        self.assertEqual((type(stored), stored.tenant_id), (AzureActiveDirectoryTenant, WINGTIP))

    async def test_a_domain_of_a_tenant_becomes_that_tenant(self) -> None:
        created = await self.create(self.domain("wingtiptoys.com"))
        (stored,) = (await self.item(created.id).get()).identity_sources
        self.assertEqual((type(stored), stored.tenant_id), (AzureActiveDirectoryTenant, WINGTIP))

    async def test_list_get_update_and_delete(self) -> None:
        id = (await self.create(self.domain())).id
        listed = await self.collection.get()
        self.assertEqual([organization.id for organization in listed.value], [id])
        await self.item(id).patch(ConnectedOrganization(display_name="New", state=ConnectedOrganizationState.Configured))
        changed = await self.item(id).get()
        self.assertEqual(
            (changed.display_name, changed.description, changed.state, changed.created_by),
            (
                "New",
                "Connected organization description",
                ConnectedOrganizationState.Configured,
                "governance.admin@contoso.com",
            ),
        )
        self.assertGreater(changed.modified_date_time, changed.created_date_time)
        await self.item(id).delete()
        with self.assertRaises(APIError) as refused:
            await self.item(id).get()
        self.assertEqual(
            (refused.exception.response_status_code, refused.exception.error.code), (404, "ResourceNotFound")
        )

    async def test_list_add_and_remove_internal_sponsors(self) -> None:
        id = (await self.create(self.domain())).id
        await self.sponsor(self.item(id).internal_sponsors, f"users/{ADELE}")

    async def test_list_add_and_remove_external_sponsors(self) -> None:
        id = (await self.create(self.domain())).id
        await self.sponsor(self.item(id).external_sponsors, f"groups/{MANAGERS}")

    async def sponsor(self, sponsors, path: str) -> None:
        async def ids() -> list:
            return [sponsor.id for sponsor in (await sponsors.get()).value]

        id = path.split("/")[1]
        self.assertEqual(await ids(), [])
        await sponsors.ref.post(ReferenceCreate(odata_id=f"https://graph.microsoft.com/beta/{path}"))
        self.assertEqual(await ids(), [id])
        await sponsors.by_directory_object_id(id).ref.delete()
        self.assertEqual(await ids(), [])


if __name__ == "__main__":
    unittest.main()
