# What was made, read by the provider's data sources.
data "aws_apigatewayv2_api" "shop" {
  api_id = aws_apigatewayv2_api.shop.id
}

data "aws_apigatewayv2_apis" "http" {
  name          = aws_apigatewayv2_api.shop.name
  protocol_type = "HTTP"
}

data "aws_apigatewayv2_export" "shop" {
  api_id        = aws_apigatewayv2_stage.default.api_id
  specification = "OAS30"
  output_type   = "JSON"
}

data "aws_apigatewayv2_vpc_link" "inner" {
  vpc_link_id = aws_apigatewayv2_vpc_link.inner.id
}

data "aws_lambda_function" "kept" {
  function_name = aws_lambda_function.kept.function_name
}

data "aws_lambda_alias" "kept" {
  function_name = aws_lambda_alias.kept.function_name
  name          = aws_lambda_alias.kept.name
}

data "aws_lambda_code_signing_config" "kept" {
  arn = aws_lambda_code_signing_config.kept.arn
}

data "aws_lambda_function_url" "pets" {
  function_name = aws_lambda_function_url.pets.function_name
}

data "aws_lambda_invocation" "pets" {
  function_name = aws_lambda_function.each["pets"].function_name
  input         = jsonencode({ routeKey = "GET /pets" })
}
