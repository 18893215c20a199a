# What functions have beside them: a layer, a parameter, a repository with an image and a function of it; and an invocation of one.

resource "aws_lambda_layer_version" "words" {
  layer_name          = "conformance-words"
  filename            = var.package
  source_code_hash    = filebase64sha256(var.package)
  compatible_runtimes = ["python3.12"]
  description         = var.changed ? "more words" : "words"
}

resource "aws_lambda_layer_version_permission" "words" {
  layer_name     = aws_lambda_layer_version.words.layer_name
  version_number = aws_lambda_layer_version.words.version
  statement_id   = "everybody"
  action         = "lambda:GetLayerVersion"
  principal      = "*"
}

resource "aws_ssm_parameter" "greeting" {
  name        = "/conformance/terraform/greeting"
  type        = "String"
  value       = var.changed ? "good evening" : "good morning"
  description = "what to say"
  tags        = { suite = "conformance" }
}

resource "aws_ssm_parameter" "secret" {
  name  = "/conformance/terraform/secret"
  type  = "SecureString"
  value = var.changed ? "two" : "one"
}

resource "aws_ecr_repository" "images" {
  name                 = "conformance/images"
  image_tag_mutability = var.changed ? "IMMUTABLE" : "MUTABLE"
  force_delete         = true
  image_scanning_configuration {
    scan_on_push = var.changed
  }
  tags = { suite = "conformance" }
}

resource "aws_ecr_repository_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "functions"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

resource "aws_ecr_lifecycle_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "few images"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.changed ? 5 : 10 }
      action       = { type = "expire" }
    }]
  })
}

resource "terraform_data" "pushed" {
  provisioner "local-exec" {
    command = "python3 \"$CONFORMANCE/functions/push.py\" ${aws_ecr_repository.images.repository_url} 1"
  }
}

resource "aws_iam_role" "image" {
  name = "conformance-image"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

data "aws_ecr_image" "pushed" {
  repository_name = aws_ecr_repository.images.name
  image_tag       = "1"
  depends_on      = [terraform_data.pushed]
}

resource "aws_lambda_function" "image" {
  function_name = "conformance-image"
  role          = aws_iam_role.image.arn
  package_type  = "Image"
  image_uri     = data.aws_ecr_image.pushed.image_uri
  image_config {
    command = [var.changed ? "app.changed" : "app.handler"]
  }
}
