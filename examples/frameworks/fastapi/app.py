"""The site as a FastAPI app; Mangum makes a handler of it."""

import base64

from fastapi import Body, FastAPI, Request, Response
from mangum import Mangum

app = FastAPI()
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@app.get("/")
def root(request: Request, response: Response):
    visits = int(request.cookies.get("visits", 0)) + 1
    response.set_cookie("visits", str(visits))
    return {"site": "fastapi", "visits": visits}


@app.get("/greet/{name}")
def greet(name: str, loud: bool = False):
    return {"greeting": f"Hello, {name}{'!' if loud else '.'}"}


@app.post("/sum")
def total(numbers: list[float] = Body(embed=True)):
    return {"sum": sum(numbers)}


@app.get("/pixel.png")
def pixel():
    return Response(PIXEL, media_type="image/png")


handler = Mangum(app, lifespan="off")
