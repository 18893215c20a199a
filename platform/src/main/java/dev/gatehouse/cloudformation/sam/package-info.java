/**
 * The SAM transform: {@code AWS::Serverless::*} resources into the CloudFormation they stand for.
 */
@NullMarked
package dev.gatehouse.cloudformation.sam;

import org.jspecify.annotations.NullMarked;
