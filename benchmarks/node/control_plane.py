"""How long the control plane takes, and whether that depends on how much there is."""

import concurrent.futures
import os
import statistics
import time

import aws
import load
import machine
import processes

COUNT = int(os.environ.get("COUNT", "2000"))
SAMPLES = 200
CLIENTS = 4


def measure(work):
    load.head("Control plane, boto3")
    node = machine.Gatehouse(work / "control", processes.free_port(), settings={"routes": COUNT + 1000})
    api = aws.Aws(node.port)
    load.row("first CreateFunction to Active of a started node", f"{create_to_active(api):.0f} ms", budget="100 ms")
    [create_to_active(api) for _ in range(SAMPLES)]
    load.row("CreateFunction to Active, one client", *active_times(api), budget="100 ms")
    _code_updates(api)
    _rest_api(api, node)
    _routes(api)
    node.stop()


def create_to_active(api):
    """Milliseconds until a new Python function with a package of its own is Active, asked without a pause."""
    files = {"app.py": aws.SOURCES["python"]["app.py"] + f"# {time.perf_counter_ns()}\n"}
    began = time.perf_counter()
    arn = api.function("timed", "python3.11", "app.handler", files, wait=False)
    while api.functions.get_function_configuration(FunctionName=arn)["State"] != "Active":
        pass
    return (time.perf_counter() - began) * 1000


def active_times(api):
    """Median, and beside it the 99th percentile, of some functions made one after the other."""
    return spread([create_to_active(api) for _ in range(SAMPLES)])


def spread(times):
    return f"{statistics.median(times):.0f} ms", f"p99 {sorted(times)[int(len(times) * 0.99)]:.0f} ms"


def timed(call):
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _code_updates(api):
    arn = api.function("updated", "python3.11", "app.handler", aws.SOURCES["python"])

    def update(number):
        text = aws.SOURCES["python"]["app.py"] + f"# {number}\n"
        api.functions.update_function_code(FunctionName=arn, ZipFile=aws.package({"app.py": text}))
        while api.functions.get_function_configuration(FunctionName=arn)["LastUpdateStatus"] != "Successful":
            pass

    load.row("UpdateFunctionCode to Successful", *spread([timed(lambda n=n: update(n)) for n in range(50)]))


def _rest_api(api, node):
    """The calls that a tool makes for twenty resources with a method each, one after the other."""
    rest = api.rest
    calls = 0

    def call(operation, **parameters):
        nonlocal calls
        calls += 1
        return getattr(rest, operation)(**parameters)

    busy, began = processes.cpu_seconds(node.pid), time.perf_counter()
    rest_id = call("create_rest_api", name="twenty")["id"]
    root = call("get_resources", restApiId=rest_id)["items"][0]["id"]
    for number in range(20):
        made = call("create_resource", restApiId=rest_id, parentId=root, pathPart=f"r{number}")["id"]
        method = {"restApiId": rest_id, "resourceId": made, "httpMethod": "GET"}
        call("put_method", **method, authorizationType="NONE")
        call("put_method_response", **method, statusCode="200")
        call("put_integration", **method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        call("put_integration_response", **method, statusCode="200")
    call("create_deployment", restApiId=rest_id, stageName="live")
    taken = time.perf_counter() - began
    share = (processes.cpu_seconds(node.pid) - busy) / taken
    load.row(f"REST API of 20 resources, {calls} calls", f"{taken * 1000:.0f} ms", f"node busy {share:.0%}")


def _routes(api):
    """Routes one by one, each served as soon as CreateRoute has answered."""
    http = api.http
    alone, many = [
        api.http_api(api.function("routed", "python3.11", "app.handler", aws.SOURCES["python"])) for _ in range(2)
    ]
    integration = http.get_integrations(ApiId=many)["Items"][0]["IntegrationId"]

    def create(name):
        http.create_route(ApiId=many, RouteKey=f"GET /{name}", Target=f"integrations/{integration}")

    first = [timed(lambda n=n: create(f"first/{n}")) for n in range(SAMPLES)]
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda number: create(f"routes/{number}"), range(COUNT - SAMPLES)))
    taken = time.perf_counter() - began
    last = [timed(lambda n=n: create(f"last/{n}")) for n in range(SAMPLES)]
    load.row(f"CreateRoute, of one client: with {COUNT:,} routes, and with few", spread(last)[0], spread(first)[0])
    load.row(f"CreateRoute by {CLIENTS} clients", f"{(COUNT - SAMPLES) / taken:.0f}/s")
    one, among = api.url(alone), api.url(many, f"/last/{SAMPLES - 1}")
    load.warm_up(one, among, connections=8)
    load.compare(f"calls of one of {COUNT:,} routes, and of an only one", among, one, 8)
