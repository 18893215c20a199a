# An API whose document is put into it, by the resource that is for that.
resource "aws_api_gateway_rest_api" "document" { name = "document" }

resource "aws_api_gateway_rest_api_put" "document" {
  rest_api_id = aws_api_gateway_rest_api.document.id
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "document", version = "1" }
    paths = {
      "/hello" = {
        get = {
          responses = { "200" = { description = "a greeting" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses = {
              default = { statusCode = "200", responseTemplates = { "application/json" = "hello ${local.key}" } }
            }
          }
        }
      }
    }
  })
  fail_on_warnings = true
  triggers         = { key = local.key }
}

resource "aws_api_gateway_deployment" "document" {
  rest_api_id = aws_api_gateway_rest_api.document.id
  triggers    = { key = local.key }
  depends_on  = [aws_api_gateway_rest_api_put.document]
  lifecycle { create_before_destroy = true }
}

resource "aws_api_gateway_stage" "document" {
  rest_api_id   = aws_api_gateway_rest_api.document.id
  deployment_id = aws_api_gateway_deployment.document.id
  stage_name    = "prod"
}
