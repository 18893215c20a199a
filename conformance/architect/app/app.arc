@app
conformance-architect

@aws
runtime nodejs20.x
region us-east-1

@http
get /
get /items/:id

@tables
items
  id *String

@events
told

@static
false
