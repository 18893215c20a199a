/**
 * The one engine that judges IAM policies: documents, read by IAM's grammar and compiled once, and
 * decisions on requests. It neither blocks nor keeps state, so that the data plane may ask it too.
 */
@NullMarked
package dev.gatehouse.identity.policy;

import org.jspecify.annotations.NullMarked;
