package dev.gatehouse.gateway.apigateway.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PatchTableTest {
    private static final PatchTable API =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.TEXT, "/name")
                    .number(PatchType.INTEGER, "/minimumCompressionSize", "no such size")
                    .replace(PatchType.BOOLEAN, "/disableExecuteApiEndpoint")
                    .change(PatchType.TEXT, "/description", "/accessLogSettings/format")
                    .elements("/binaryMediaTypes")
                    .entries(PatchType.EXACT_TEXT, "/variables", "no such variable")
                    .build();
    private static final PatchTable RESOURCE =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/parentId", "/pathPart")
                    .build();

    @Test
    void turnsTextIntoTheTypeOfTheMember() {
        var changed =
                API.apply(
                        Map.of(),
                        List.of(
                                replace("/minimumCompressionSize", "6"),
                                replace("/disableExecuteApiEndpoint", "True")));
        assertThat(changed)
                .isEqualTo(Map.of("minimumCompressionSize", 6, "disableExecuteApiEndpoint", true));
    }

    @Test
    void readsSlashAndTildeFromTheirEscapes() {
        var changed = API.apply(Map.of(), List.of(add("/binaryMediaTypes/image~1x~0y", null)));
        assertThat(changed).isEqualTo(Map.of("binaryMediaTypes", List.of("image/x~y")));
    }

    @Test
    void replacesAnElementByPuttingTheNewOneLast() {
        var before = Map.of("binaryMediaTypes", List.of("image/png", "image/jpeg"));
        var changed =
                API.apply(before, List.of(replace("/binaryMediaTypes/image~1png", "image/gif")));
        assertThat(changed)
                .isEqualTo(Map.of("binaryMediaTypes", List.of("image/jpeg", "image/gif")));
    }

    @Test
    void clearsAMemberByAnEmptyText() {
        var before = Map.of("description", "old", "minimumCompressionSize", 5);
        var changed =
                API.apply(
                        before,
                        List.of(replace("/minimumCompressionSize", ""), remove("/description")));
        assertThat(changed).isEmpty();
    }

    @Test
    void dropsAMapWhoseLastEntryWasRemoved() {
        var before =
                Map.of("variables", Map.of("a", "1"), "accessLogSettings", Map.of("format", "f"));
        var changed =
                API.apply(
                        before,
                        List.of(remove("/variables/a"), remove("/accessLogSettings/format")));
        assertThat(changed).isEmpty();
    }

    @Test
    void leavesTheDocumentAloneWhenALaterChangeIsRejected() {
        Map<String, Object> before = Map.of("name", "old", "variables", Map.of("a", "1"));
        assertThatThrownBy(
                        () ->
                                API.apply(
                                        before,
                                        List.of(replace("/variables/a", "2"), add("/id", "x"))))
                .isInstanceOf(ServiceException.class);
        assertThat(before).isEqualTo(Map.of("name", "old", "variables", Map.of("a", "1")));
    }

    @Test
    void namesAnUnknownPath() {
        assertThatThrownBy(() -> API.apply(Map.of(), List.of(add("/binaryMediaTypes", "a/b"))))
                .hasMessage("Invalid patch path /binaryMediaTypes");
        assertThatThrownBy(() -> API.apply(Map.of(), List.of(add(null, "a/b"))))
                .hasMessage("Invalid patch path null");
    }

    @Test
    void namesTheOperationsOfAKnownPath() {
        assertThatThrownBy(() -> API.apply(Map.of(), List.of(remove("/minimumCompressionSize"))))
                .hasMessage("Invalid patch operation specified. Must be one of: [replace]");
        assertThatThrownBy(() -> API.apply(Map.of(), List.of(copy("/variables/a"))))
                .hasMessage("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
    }

    @Test
    void listsThePathsOfAnOperation() {
        assertThatThrownBy(() -> RESOURCE.apply(Map.of(), List.of(replace("/invalid", "x"))))
                .hasMessage(
                        "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of:"
                                + " [/parentId, /pathPart]");
        assertThatThrownBy(() -> RESOURCE.apply(Map.of(), List.of(remove("/pathPart"))))
                .hasMessage(
                        "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose"
                                + " supported operations");
    }

    @Test
    void rejectsANumberThatIsNone() {
        assertThatThrownBy(
                        () ->
                                API.apply(
                                        Map.of(),
                                        List.of(replace("/minimumCompressionSize", "ten"))))
                .hasMessage("no such size");
    }

    @Test
    void rejectsAKeyThatIsNotThere() {
        assertThatThrownBy(() -> API.apply(Map.of(), List.of(replace("/variables/a", "1"))))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        rejection -> {
                            assertThat(rejection.status()).isEqualTo(404);
                            assertThat(rejection).hasMessage("no such variable");
                        });
    }

    private static PatchChange add(@Nullable String path, @Nullable String value) {
        return new PatchChange(PatchOp.ADD, path, value, null);
    }

    private static PatchChange replace(String path, String value) {
        return new PatchChange(PatchOp.REPLACE, path, value, null);
    }

    private static PatchChange remove(String path) {
        return new PatchChange(PatchOp.REMOVE, path, null, null);
    }

    private static PatchChange copy(String path) {
        return new PatchChange(PatchOp.COPY, path, null, "/variables/b");
    }
}
