/** {@code AWS::Serverless::Function}. */
@NullMarked
package dev.gatehouse.cloudformation.sam.function;

import org.jspecify.annotations.NullMarked;
