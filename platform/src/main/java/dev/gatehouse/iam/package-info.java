/** IAM: roles, users, policies and access keys. Evaluating policies is not its business. */
@NullMarked
package dev.gatehouse.iam;

import org.jspecify.annotations.NullMarked;
