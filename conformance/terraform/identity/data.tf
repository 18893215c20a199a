# What was made, read by the provider's data source.
data "aws_lambda_layer_version" "words" {
  layer_name = aws_lambda_layer_version.words.layer_name
  version    = aws_lambda_layer_version.words.version
}
