package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What the store accepts, it gives back as it was. */
@net.jqwik.api.Tag("node")
class DocumentRoundTripTest {
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
    private static final Kind<Anything> KIND = new Kind<>("test.anything", Anything.class);

    private static Store store;

    record Anything(Map<String, String> texts, JsonNode tree) {}

    @BeforeContainer
    static void open() throws Exception {
        Path folder = Files.createTempDirectory("round-trip");
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
    }

    @AfterContainer
    static void close() {
        store.close();
    }

    @Property(tries = 200)
    void givesBackWhatItAccepted(
            @ForAll("names") String name,
            @ForAll("texts") String value,
            @ForAll("depths") int depth,
            @ForAll long number) {
        Anything document = new Anything(Map.of(name, value), nested(depth, number));
        Documents<Anything> documents = store.documents(KIND);
        documents.delete(SCOPE, "it");
        try {
            documents.insert(SCOPE, "it", document);
        } catch (StoreException rejected) {
            assertThat(documents.find(SCOPE, "it")).isEmpty();
            return;
        }
        Anything found = documents.find(SCOPE, "it").orElseThrow().value();
        assertThat(found.texts().equals(document.texts())).isTrue();
        // As text: what was a long may come back as an int node.
        assertThat(found.tree().toString().equals(document.tree().toString())).isTrue();
    }

    @Example
    void readsNamesTextsAndNumbersOfAnyLengthAgain() {
        Anything document =
                new Anything(
                        Map.of("k".repeat(60_000), "v".repeat(21_000_000)),
                        JsonNodeFactory.instance.numberNode(new BigInteger("9".repeat(2_000))));
        assertThat(DocumentJson.read(DocumentJson.write(document), Anything.class).equals(document))
                .isTrue();
    }

    @Example
    void acceptsNoDocumentThatIsTooDeepToBeRead() {
        Anything document = new Anything(Map.of(), nested(1_001, 1));
        assertThatThrownBy(() -> DocumentJson.write(document)).isInstanceOf(StoreException.class);
    }

    private static JsonNode nested(int depth, long number) {
        JsonNode tree = JsonNodeFactory.instance.numberNode(number);
        for (int i = 0; i < depth; i++) {
            ArrayNode outer = JsonNodeFactory.instance.arrayNode();
            outer.add(tree);
            tree = outer;
        }
        return tree;
    }

    /** Also what is no Unicode, and lengths beyond what JSON parsers take by default. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(200),
                Arbitraries.integers().between(49_990, 50_010).map("n"::repeat));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(2_000),
                Arbitraries.of("\ud800", "\udc00x", "\u0000", "\ufffe", "\ud83d\ude00", "a\ud83d"));
    }

    @Provide
    Arbitrary<Integer> depths() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20), Arbitraries.integers().between(980, 1_010));
    }
}
