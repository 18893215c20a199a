# A secret under a key of one's own, its second value, and a parameter under the same key.
resource "aws_kms_key" "own" {
  description             = var.changed ? "changed" : "made by Terraform"
  deletion_window_in_days = 7
  enable_key_rotation     = var.changed
}

resource "aws_kms_alias" "own" {
  name          = "alias/kept"
  target_key_id = aws_kms_key.own.key_id
}

resource "aws_secretsmanager_secret" "kept" {
  name                    = "kept/secret"
  description             = var.changed ? "changed" : "made by Terraform"
  kms_key_id              = aws_kms_key.own.arn
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "kept" {
  secret_id     = aws_secretsmanager_secret.kept.id
  secret_string = var.changed ? "second" : "first"
}

resource "aws_secretsmanager_secret_policy" "kept" {
  secret_arn          = aws_secretsmanager_secret.kept.arn
  block_public_policy = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "secretsmanager:PutSecretValue"
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-9" } }
    }]
  })
}
