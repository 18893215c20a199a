package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One case of AWS's published test suite, from {@code vectors.txt}. */
record SignatureVector(
        String name,
        SigningProfile profile,
        SignableRequest request,
        String body,
        Signed header,
        Signed query) {

    record Signed(List<String> headers, String signature, boolean tokenAfter) {}

    static List<SignatureVector> all() throws IOException {
        return all("vectors.txt");
    }

    /** Those of asymmetric signatures. */
    static List<SignatureVector> allAsymmetric() throws IOException {
        return all("vectors-v4a.txt");
    }

    private static List<SignatureVector> all(String file) throws IOException {
        try (InputStream in = SignatureVector.class.getResourceAsStream(file)) {
            List<SignatureVector> vectors = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), UTF_8).split("\n\n")) {
                if (!block.startsWith("#")) {
                    vectors.add(parse(block.strip().lines().toList()));
                }
            }
            return vectors;
        }
    }

    private static SignatureVector parse(List<String> lines) {
        String[] title = lines.getFirst().split(" ");
        int space = lines.get(1).indexOf(' ');
        String[] target = lines.get(1).substring(space + 1).split("\\?", 2);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String body = "";
        Signed header = null;
        Signed query = null;
        for (String line : lines.subList(2, lines.size())) {
            if (line.startsWith("body ")) {
                body = line.substring(5);
            } else if (line.startsWith("header ")) {
                header = signed(line);
            } else if (line.startsWith("query ")) {
                query = signed(line);
            } else {
                String[] pair = line.split(":", 2);
                headers.add(Map.entry(pair[0], pair[1]));
            }
        }
        SignableRequest request =
                SignableRequest.of(
                        lines.get(1).substring(0, space),
                        target[0],
                        target.length > 1 ? target[1] : "",
                        headers);
        SigningProfile profile = title.length > 1 ? SigningProfile.S3 : SigningProfile.STANDARD;
        return new SignatureVector(
                title[0], profile, request, body, present(header), present(query));
    }

    private static Signed signed(String line) {
        String[] words = line.split(" ");
        return new Signed(List.of(words[1].split(";")), words[2], words.length > 3);
    }

    private static Signed present(@Nullable Signed signed) {
        if (signed == null) {
            throw new IllegalStateException("a vector without both signatures");
        }
        return signed;
    }

    @Override
    public String toString() {
        return name;
    }
}
