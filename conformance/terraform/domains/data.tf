# What was made, read by the provider's data source.
data "aws_api_gateway_domain_name" "d" {
  domain_name = aws_api_gateway_domain_name.d.domain_name
}
