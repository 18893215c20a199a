package dev.gatehouse.wirecompiler;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** The Java names of a service's structures, members and operations. */
final class JavaNames {
    /**
     * Names the generated code uses itself: a structure of the same name gets the service's in
     * front.
     */
    private static final Set<String> TAKEN_TYPES =
            Set.of(
                    "Boolean",
                    "Integer",
                    "Long",
                    "Float",
                    "Double",
                    "String",
                    "Object",
                    "Instant",
                    "List",
                    "Map",
                    "Structure",
                    "View",
                    "Views",
                    "Shape",
                    "ServiceModel",
                    "Operation",
                    "Empty",
                    "Nullable",
                    "Override",
                    "Builder",
                    "ViewFactory",
                    "IllegalStateException");

    private static final Set<String> TAKEN_METHODS =
            Set.of(
                    "data",
                    "builder",
                    "toBuilder",
                    "build",
                    "hashCode",
                    "toString",
                    "getClass",
                    "notify",
                    "notifyAll",
                    "wait",
                    "clone",
                    "finalize",
                    "equals");

    private final String serviceClass;
    private final Map<String, String> types = new HashMap<>();

    JavaNames(String serviceClass) {
        this.serviceClass = serviceClass;
    }

    /** The class of a structure. */
    String type(String shape) {
        return types.computeIfAbsent(shape, this::freshType);
    }

    private String freshType(String shape) {
        String name = Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
        boolean taken = TAKEN_TYPES.contains(name) || name.equals(serviceClass);
        return taken ? serviceClass + name : name;
    }

    /** The accessor of a member: {@code KMSKeyArn} is {@code kmsKeyArn}. */
    static String accessor(String member) {
        String name = lowerFirstWord(member.replaceAll("[^A-Za-z0-9]", "_"));
        boolean taken = TAKEN_METHODS.contains(name) || SourceVersion.isKeyword(name);
        return taken ? name + "_" : name;
    }

    private static String lowerFirstWord(String name) {
        int run = 0;
        while (run < name.length() && Character.isUpperCase(name.charAt(run))) {
            run++;
        }
        boolean plural = run > 1 && name.substring(run).matches("s([A-Z].*)?");
        boolean wordFollows =
                run > 1 && run < name.length() && Character.isLowerCase(name.charAt(run));
        int end = wordFollows && !plural ? run - 1 : run;
        return name.substring(0, end).toLowerCase(Locale.ROOT) + name.substring(end);
    }

    /** The constant of an operation: {@code CreateFunction} is {@code CREATE_FUNCTION}. */
    static String constant(String operation) {
        return operation
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }
}
