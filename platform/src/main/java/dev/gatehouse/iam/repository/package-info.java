/** Roles, users, their access keys and policies as they are kept, and the policies AWS manages. */
@NullMarked
package dev.gatehouse.iam.repository;

import org.jspecify.annotations.NullMarked;
