/** What decisions about Lambda's operations depend on: ARNs, policies, tags, condition keys. */
@NullMarked
package dev.gatehouse.lambda.access;

import org.jspecify.annotations.NullMarked;
