# What was made, read by the provider's data sources.
data "aws_api_gateway_rest_api" "shop" {
  name = aws_api_gateway_rest_api.shop.name
}

data "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_resource.orders.rest_api_id
  path        = aws_api_gateway_resource.orders.path
}

data "aws_api_gateway_api_key" "partner" {
  id = aws_api_gateway_api_key.partner.id
}

data "aws_api_gateway_api_keys" "all" {}

data "aws_api_gateway_authorizers" "all" {
  rest_api_id = aws_api_gateway_authorizer.token.rest_api_id
}

data "aws_api_gateway_authorizer" "token" {
  rest_api_id   = aws_api_gateway_authorizer.token.rest_api_id
  authorizer_id = aws_api_gateway_authorizer.token.id
}

data "aws_api_gateway_export" "shop" {
  rest_api_id = aws_api_gateway_stage.v1.rest_api_id
  stage_name  = aws_api_gateway_stage.v1.stage_name
  export_type = "oas30"
}

data "aws_api_gateway_sdk" "shop" {
  rest_api_id = aws_api_gateway_stage.v1.rest_api_id
  stage_name  = aws_api_gateway_stage.v1.stage_name
  sdk_type    = "javascript"
}

data "aws_api_gateway_vpc_link" "inner" {
  name = aws_api_gateway_vpc_link.inner.name
}
