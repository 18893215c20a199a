/** Secrets Manager, without rotation and replicas: what templates and functions ask for. */
@NullMarked
package dev.gatehouse.secretsmanager;

import org.jspecify.annotations.NullMarked;
