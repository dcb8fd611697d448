"""The API put together: every address, who may ask, how errors are told."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from leadsite.api import aliases, customers, lead_writes, problems, reading, task_writes, texts, visits
from leadsite.api.callers import PersonalTokenAuth, SessionAuth


class LeadsiteAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name: nobody outside needs to know in which module it is."""
        return str(operation.view_func.__name__)


api = LeadsiteAPI(
    title="Leadsite",
    version="1",
    description="Leads, and the work on them. Errors are application/problem+json.",
    urls_namespace="api-v1",
    docs_url=None,  # ninja's own page needs a CDN and inline scripts: ours is leadsite/api/docs_page.py
    openapi_url=None,
    auth=[PersonalTokenAuth(), SessionAuth()],
)
problems.install(api)
for router in (
    customers.router,
    reading.router,
    lead_writes.router,
    task_writes.router,
    texts.router,
    visits.router,
    reading.figures,
):
    api.add_router("/v1", router)
api.add_router("", aliases.router)


@api.get("/v1/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The document itself, for whoever may ask the API at all."""
    from leadsite.api.document import document  # it is made of what is put together here

    return JsonResponse(document())
