/**
 * What an IAM account has beside users, groups, roles and policies: instance profiles, identity
 * providers, aliases, service-linked roles, reports, and what there is none of.
 */
@NullMarked
package dev.gatehouse.iam.account;

import org.jspecify.annotations.NullMarked;
