import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Imports the policies that AWS manages from an installed moto, which ships them as AWS tells them, into one
 * text file: a line each of name, path, when it was made and last changed, the version that counts and its
 * document, with tabs between. Only these facts come over.
 *
 * <p>{@code java tools/ImportManagedPolicies.java MOTO_DIR VERSION
 * platform/src/main/resources/dev/gatehouse/iam/repository/aws-policies.txt}, where {@code python3 -c "import moto;
 * print(moto.__path__[0])"} prints the first.
 */
final class ImportManagedPolicies {
    private static final String QUOTES = "\"\"\"";

    private ImportManagedPolicies() {}

    public static void main(String[] args) throws IOException {
        String source = Files.readString(Path.of(args[0], "iam", "aws_managed_policies.py"));
        int from = source.indexOf(QUOTES) + QUOTES.length();
        String json = source.substring(from, source.lastIndexOf(QUOTES));
        StringBuilder out = new StringBuilder();
        out.append("# Made by tools/ImportManagedPolicies.java from moto ").append(args[1]);
        out.append(" (Apache-2.0): policies that AWS manages.\n");
        Map<String, Object> policies = new TreeMap<>(object(new Json(json).value()));
        policies.forEach((name, policy) -> out.append(line(name, object(policy))).append('\n'));
        Files.writeString(Path.of(args[2]), out);
        System.out.println(args[2] + " " + policies.size() + " policies");
    }

    private static String line(String name, Map<String, Object> policy) {
        return String.join(
                "\t",
                name,
                String.valueOf(policy.get("Path")),
                instant(policy.get("CreateDate")),
                instant(policy.get("UpdateDate")),
                String.valueOf(policy.get("DefaultVersionId")),
                Json.write(policy.get("Document")));
    }

    private static String instant(Object date) {
        return String.valueOf(date).replace("+00:00", "Z");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
