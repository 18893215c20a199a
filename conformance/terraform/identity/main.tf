# A group with members and policies, a machine's profile, an identity provider with the role that its tokens
# get, an alias, and a user with a boundary.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

# The run applies this configuration, and again with changed = true.
variable "changed" {
  type    = bool
  default = false
}

variable "package" {
  type    = string
  default = ""
}

resource "aws_iam_group" "team" {
  name = var.changed ? "crew" : "team"
  path = "/people/"
}

resource "aws_iam_group_policy" "own" {
  name  = "own"
  group = aws_iam_group.team.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = var.changed ? ["sqs:*", "sns:*"] : ["sqs:*"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_group_policy_attachment" "read" {
  group      = aws_iam_group.team.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_user" "ann" {
  name                 = "ann"
  path                 = var.changed ? "/moved/" : "/people/"
  permissions_boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  force_destroy        = true
}

resource "aws_iam_user" "bob" {
  name = "bob"
}

resource "aws_iam_group_membership" "team" {
  name  = "members"
  group = aws_iam_group.team.name
  users = var.changed ? [aws_iam_user.ann.name] : [aws_iam_user.ann.name, aws_iam_user.bob.name]
}

resource "aws_iam_group" "other" {
  name = "other"
}

resource "aws_iam_user_group_membership" "bob" {
  user   = aws_iam_user.bob.name
  groups = [aws_iam_group.other.name]
}

resource "aws_iam_role" "machine" {
  name               = "machine"
  assume_role_policy = data.aws_iam_policy_document.machine.json
}

data "aws_iam_policy_document" "machine" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_instance_profile" "machine" {
  name = "machine"
  role = aws_iam_role.machine.name
  tags = { changed = var.changed }
}

resource "aws_iam_openid_connect_provider" "ci" {
  url             = "https://token.actions.example.com"
  client_id_list  = var.changed ? ["sts.amazonaws.com", "more"] : ["sts.amazonaws.com"]
  thumbprint_list = ["0000000000000000000000000000000000000000"]
}

# What a workflow assumes that brings a token of the provider.
data "aws_iam_policy_document" "ci" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.ci.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.example.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringLike"
      variable = "token.actions.example.com:sub"
      values   = var.changed ? ["repo:acme/shop:*", "repo:acme/site:*"] : ["repo:acme/shop:*"]
    }
  }
}

resource "aws_iam_role" "ci" {
  name                 = "ci"
  assume_role_policy   = data.aws_iam_policy_document.ci.json
  max_session_duration = var.changed ? 7200 : 3600
}

resource "aws_iam_policy" "deploy" {
  name = "deploy"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.changed ? "lambda:*" : "lambda:UpdateFunctionCode", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "ci" {
  role       = aws_iam_role.ci.name
  policy_arn = aws_iam_policy.deploy.arn
}

resource "aws_iam_role_policy" "ci" {
  name   = "own"
  role   = aws_iam_role.ci.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}

resource "aws_iam_access_key" "bob" {
  user   = aws_iam_user.bob.name
  status = var.changed ? "Inactive" : "Active"
}

resource "aws_iam_user_policy" "bob" {
  name   = "own"
  user   = aws_iam_user.bob.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.ci.arn }] })
}

resource "aws_iam_user_policy_attachment" "bob" {
  user       = aws_iam_user.bob.name
  policy_arn = aws_iam_policy.deploy.arn
}

resource "aws_iam_account_alias" "alias" {
  account_alias = "conformance"
}

resource "aws_iam_service_linked_role" "apis" {
  aws_service_name = "ops.apigateway.amazonaws.com"
}

output "calls" {
  value = {}
}
