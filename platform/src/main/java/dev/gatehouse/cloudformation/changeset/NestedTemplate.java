package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stack that a template nests, as far as it is known before anything is made.
 *
 * @param logicalId the resource that it is
 * @param properties those of the resource that are known; of its parameters those that are not have
 *     AWS's word for such values
 */
public record NestedTemplate(String logicalId, ObjectNode properties) {}
