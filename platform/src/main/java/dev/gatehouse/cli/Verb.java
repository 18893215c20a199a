package dev.gatehouse.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A verb of the command line. It tells picocli its options in code: reading them from annotations
 * took a sixth of a node's start.
 */
interface Verb extends Callable<Integer> {

    /** What it is called, and what it takes. */
    CommandSpec spec();

    /** The start of a verb's specification; it has {@code --help} and {@code --version}. */
    static CommandSpec named(String name, Object command, String... description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage().description(description);
        spec.versionProvider(new Version.Provider());
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        spec.addOption(
                OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
        return spec;
    }

    /** An option without a value. */
    static OptionSpec flag(String name, String description) {
        return flag(OptionSpec.builder(name), description);
    }

    /** One that has a short name too. */
    static OptionSpec flag(String shortName, String name, String description) {
        return flag(OptionSpec.builder(shortName, name), description);
    }

    private static OptionSpec flag(OptionSpec.Builder option, String description) {
        return option.type(boolean.class).defaultValue("false").description(description).build();
    }

    /** An option with a value; null when it is not given. */
    static OptionSpec option(String name, String label, String description) {
        return option(name, label, description, String.class, null);
    }

    /**
     * An option with a value of some type.
     *
     * @param fallback its value when it is not given
     */
    static OptionSpec option(
            String name,
            String label,
            String description,
            Class<?> type,
            @Nullable String fallback) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .defaultValue(fallback)
                .description(description)
                .build();
    }

    /** An option that may be repeated, each time with a KEY=VALUE. */
    static OptionSpec pairs(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(LinkedHashMap.class)
                .auxiliaryTypes(String.class, String.class)
                .description(description)
                .build();
    }

    /** What was given to an option of {@link #pairs}. */
    static Map<String, String> pairs(OptionSpec option) {
        Map<String, String> given = option.getValue();
        return given == null ? Map.of() : given;
    }

    /** A word that must be there. */
    static PositionalParamSpec word(int index, String label, String description) {
        return word(index, label, description, null).arity("1").required(true).build();
    }

    /**
     * A word that may be left out.
     *
     * @param fallback its value then
     */
    static PositionalParamSpec optionalWord(
            int index, String label, String description, @Nullable String fallback) {
        return word(index, label, description, fallback).arity("0..1").build();
    }

    private static PositionalParamSpec.Builder word(
            int index, String label, String description, @Nullable String fallback) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .paramLabel(label)
                .type(String.class)
                .defaultValue(fallback)
                .description(description);
    }
}
