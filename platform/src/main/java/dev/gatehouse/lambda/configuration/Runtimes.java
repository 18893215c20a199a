package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of runtimes. Every id AWS ever listed is accepted, also those AWS no longer creates
 * functions with: whether one can run here is up to the interpreters of the machine.
 */
public final class Runtimes {
    private static final List<String> IDS =
            Lambda.MODEL.shapes().stream()
                    .filter(shape -> shape.name().equals("Runtime"))
                    .flatMap(shape -> shape.constraints().values().stream())
                    .toList();

    /** Those AWS names in its message, in its order, as recorded in January 2026. */
    private static final List<String> NAMED =
            List.of(
                    "nodejs20.x",
                    "python3.14",
                    "provided.al2023",
                    "python3.12",
                    "python3.13",
                    "nodejs24.x",
                    "nodejs22.x",
                    "java25",
                    "python3.10",
                    "python3.11",
                    "java21",
                    "ruby3.3",
                    "ruby3.4",
                    "ruby3.2",
                    "python3.8",
                    "python3.9",
                    "java17",
                    "nodejs16.x",
                    "dotnet10",
                    "dotnet8",
                    "java11",
                    "dotnet6",
                    "nodejs18.x",
                    "provided.al2",
                    "java8.al2");

    private static final Pattern FORM =
            Pattern.compile("([a-z]+?)(?:core)?(\\d[\\d.]*?)(?:\\.x|\\.al\\d+)?");

    private Runtimes() {}

    /** That there is such a runtime, or was once. */
    public static void require(String runtime) {
        if (!IDS.contains(runtime)) {
            throw LambdaErrors.invalidParameter(
                    ("Value %s at 'runtime' failed to satisfy constraint: Member must satisfy enum"
                                    + " value set: %s or be a valid ARN")
                            .formatted(runtime, NAMED));
        }
    }

    /** That AWS still creates and updates functions of a runtime. */
    static void requireCurrent(String runtime) {
        if (!NAMED.contains(runtime)) {
            throw retired(runtime);
        }
    }

    /** In AWS's words, which name the newest of the language. */
    private static ServiceException retired(String runtime) {
        String language = language(runtime);
        String newest =
                NAMED.stream()
                        .filter(id -> language(id).equals(language))
                        .max(Comparator.comparing(Runtimes::version))
                        .map("the new runtime (%s)"::formatted)
                        .orElse("a supported runtime");
        return LambdaErrors.invalidParameter(
                ("The runtime parameter of %s is no longer supported for creating or updating AWS"
                                + " Lambda functions. We recommend you use %s while creating or"
                                + " updating functions.")
                        .formatted(runtime, newest));
    }

    private static String language(String runtime) {
        Matcher form = FORM.matcher(runtime);
        return form.matches() ? form.group(1) : runtime.replaceFirst("\\..*", "");
    }

    private static Runtime.Version version(String runtime) {
        Matcher form = FORM.matcher(runtime);
        String number = form.matches() ? form.group(2) : runtime.replaceAll("\\D", "");
        return Runtime.Version.parse(number.isEmpty() ? "1" : number);
    }

    /**
     * A name for the build of a runtime, the one the function's INIT_START line has: the same on
     * every node.
     */
    public static String versionArn(Region region, String runtime) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(label(runtime).getBytes(StandardCharsets.UTF_8));
            return "arn:%s:lambda:%s::runtime:%s"
                    .formatted(region.partition(), region, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The id as log lines have it: {@code python:3.12}, {@code provided:al2023}. */
    private static String label(String runtime) {
        Matcher form = FORM.matcher(runtime);
        return form.matches() ? form.group(1) + ':' + form.group(2) : runtime.replace('.', ':');
    }
}
