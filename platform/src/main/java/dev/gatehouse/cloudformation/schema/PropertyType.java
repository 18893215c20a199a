package dev.gatehouse.cloudformation.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a property of a resource type may hold. */
public sealed interface PropertyType {
    /** Text, a number or a boolean; CloudFormation takes each for the other where it can. */
    record Scalar(Kind kind) implements PropertyType {
        /** The kinds, under the names that messages of AWS give them. */
        public enum Kind {
            STRING("String"),
            INTEGER("Integer"),
            NUMBER("Number"),
            BOOLEAN("Boolean");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            String word() {
                return word;
            }
        }
    }

    /** A list. */
    record ListOf(PropertyType element) implements PropertyType {}

    /** An object whose keys are the author's own. */
    record MapOf(PropertyType value) implements PropertyType {}

    /** An object with named members. */
    record Structure(Map<String, PropertyType> properties, Set<String> required)
            implements PropertyType {
        public Structure {
            properties = Map.copyOf(properties);
            required = Set.copyOf(required);
        }
    }

    /** One of several. */
    record Either(List<PropertyType> alternatives) implements PropertyType {
        public Either {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A definition of the resource type, by name. */
    record Reference(String definition) implements PropertyType {}

    /** Anything at all. */
    record Any() implements PropertyType {}
}
