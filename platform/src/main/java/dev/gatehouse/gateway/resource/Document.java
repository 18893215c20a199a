package dev.gatehouse.gateway.resource;

import java.util.Map;

/**
 * A structure of AWS's model as the store keeps it: present members by name, timestamps in ISO
 * 8601, everything else as plain JSON.
 */
public record Document(Map<String, Object> members) {}
