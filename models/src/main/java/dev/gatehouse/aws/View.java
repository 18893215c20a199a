package dev.gatehouse.aws;

/** A typed look at a {@link Structure}: a record around it, with an accessor for each member. */
public interface View {
    /** The values. */
    Structure data();
}
