package dev.gatehouse.lambda.model;

/**
 * A layer: all that outlives its versions is the number its next version gets.
 *
 * @param name its name
 * @param lastNumber the highest number a version ever had
 */
public record StoredLayer(String name, long lastNumber) {}
