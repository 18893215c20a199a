import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints lines of artifacts.lock for files that the ecosystems' own tools resolved:
 *
 * <pre>
 * pip download -d wheels --python-version 3.12 --only-binary=:all: --platform manylinux2014_x86_64 awslambdaric boto3
 * java tools/LockRuntimeClients.java wheels python3.12-x86_64 wheels
 *
 * npm install --package-lock-only @aws-sdk/client-s3 …
 * java tools/LockRuntimeClients.java modules nodejs-sdk package-lock.json
 *
 * java tools/LockRuntimeClients.java jars java repository com/amazonaws/…/x.jar …
 *
 * gem fetch aws_lambda_ric -v 2.0.0
 * java tools/LockRuntimeClients.java gems ruby .
 * </pre>
 */
void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
        IO.println("usage: LockRuntimeClients.java wheels|modules|jars|gems BUNDLE PATH [FILE…]");
        return;
    }
    String bundle = arguments[1];
    Path path = Path.of(arguments[2]);
    switch (arguments[0]) {
        case "wheels" -> wheels(bundle, path);
        case "modules" -> modules(bundle, Files.readString(path));
        case "gems" -> gems(bundle, path);
        case "jars" -> {
            for (String file : List.of(arguments).subList(3, arguments.length)) {
                String digest = integrity(path.resolve(file));
                IO.println(bundle + " maven " + file + ' ' + digest + " lib");
            }
        }
        default -> throw new IllegalArgumentException("no such kind: " + arguments[0]);
    }
}

void wheels(String bundle, Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder).sorted()) {
        for (Path file : files.toList()) {
            String name = file.getFileName().toString();
            String project = name.substring(0, name.indexOf('-')).replace('_', '-');
            String where = project.toLowerCase(Locale.ROOT) + '/' + name;
            IO.println(bundle + " pypi " + where + ' ' + integrity(file) + " .");
        }
    }
}

void gems(String bundle, Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder).sorted()) {
        for (Path file : files.filter(file -> file.toString().endsWith(".gem")).toList()) {
            String name = file.getFileName().toString();
            String into = "gems/" + name.replace(".gem", "");
            IO.println(bundle + " rubygems " + name + ' ' + integrity(file) + ' ' + into);
        }
    }
}

/** One line for each entry of a package-lock.json that npm wrote; its form is npm's own. */
void modules(String bundle, String lock) {
    Pattern entry =
            Pattern.compile(
                    "\"(node_modules/[^\"]+)\": \\{\\s*\"version\": \"([^\"]+)\",.*?\"integrity\":"
                            + " \"(sha512-[^\"]+)\"",
                    Pattern.DOTALL);
    for (Matcher found = entry.matcher(lock); found.find(); ) {
        String folder = found.group(1);
        String marker = "node_modules/";
        String name = folder.substring(folder.lastIndexOf(marker) + marker.length());
        IO.println(
                bundle + " npm " + name + '/' + found.group(2) + ' ' + found.group(3) + ' ' + folder);
    }
}

String integrity(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
}
