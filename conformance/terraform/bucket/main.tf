# A bucket that keeps versions and then no more, with tagged objects, destroyed with all of them.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region            = "us-east-1"
  s3_use_path_style = true

  default_tags {
    tags = { team = "conformance" }
  }
}

# The run applies this configuration, and again with changed = true.
variable "changed" {
  type    = bool
  default = false
}

resource "aws_s3_bucket" "kept" {
  bucket_prefix = "kept-"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id

  versioning_configuration {
    status = var.changed ? "Suspended" : "Enabled"
  }
}

resource "aws_s3_object" "before" {
  bucket  = aws_s3_bucket.kept.id
  key     = "before.txt"
  content = "as it was"
}

resource "aws_s3_object" "versioned" {
  bucket  = aws_s3_bucket_versioning.kept.bucket
  key     = "folder/a name.txt"
  content = var.changed ? "second" : "first"
  tags    = { changed = var.changed }
}

resource "aws_s3_object_copy" "copy" {
  bucket = aws_s3_bucket.kept.id
  key    = "copy.txt"
  source = "${aws_s3_bucket.kept.id}/${aws_s3_object.before.key}"
}

# Nothing of this is called: S3 wants signatures.
output "calls" {
  value = {}
}
