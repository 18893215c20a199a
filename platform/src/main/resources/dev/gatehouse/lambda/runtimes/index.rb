# frozen_string_literal: true

# Starts AWS's own runtime client for Ruby, which lies in gems/ beside this file, as on AWS.

require 'stringio' # Release 2 of the client only names it.
require_relative Dir.glob('gems/aws_lambda_ric-*/lib/aws_lambda_ric.rb', base: __dir__).first

if defined?(AwsLambdaRIC)
  AwsLambdaRIC::Bootstrap.new.start
else
  require_relative 'release2'
  Release2.start
end
