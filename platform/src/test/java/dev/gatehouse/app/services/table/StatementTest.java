package dev.gatehouse.app.services.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DynamoDB Developer Guide, "PartiQL for DynamoDB". */
@Tag("unit")
final class StatementTest {
    @Test
    void tellsWhatItDoesToWhichTable() {
        assertThat(Statement.of("select id from \"my-t.x\".\"by\" x where id = 1"))
                .satisfies(one -> assertThat(one.action()).isEqualTo("dynamodb:PartiQLSelect"))
                .satisfies(one -> assertThat(one.table()).isEqualTo("my-t.x"))
                .satisfies(one -> assertThat(one.index()).isEqualTo("by"));
        assertThat(Statement.of("INSERT INTO t VALUE {'id': 'a, b'}").table()).isEqualTo("t");
        assertThat(Statement.of("UPDATE t SET n = n - -1 WHERE id = '--'").table()).isEqualTo("t");
        assertThat(Statement.of("DELETE FROM t WHERE id = 1 RETURNING ALL OLD *").table())
                .isEqualTo("t");
        assertThat(Statement.of("EXISTS(SELECT * FROM t WHERE id = 1)").table()).isEqualTo("t");
    }

    @Test
    void takesTextsOfAnyLength() {
        String text = "it''s ".repeat(100_000);
        assertThat(Statement.of("SELECT * FROM t WHERE id = '" + text + "'").scans("id")).isFalse();
    }

    /** A policy that denies a table would not hold for what is not known to be about it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t, u WHERE id = '1'",
                "SELECT * FROM t x, u WHERE id = '1'",
                "SELECT * FROM t x JOIN u",
                "SELECT * FROM t-u WHERE id = '1'",
                "SELECT * FROM t.u.v WHERE id = '1'",
                "SELECT (SELECT * FROM u) FROM t",
                "SELECT * /* FROM t WHERE id = 1 */ FROM u",
                "SELECT * FROM t -- WHERE id = '1'",
                "SELECT 1",
                "CREATE TABLE t",
                "",
            })
    void isRejectedWhereItsTableIsInDoubt(String text) {
        assertThatThrownBy(() -> Statement.of(text))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("Statement wasn't well formed, can't be processed: ");
    }

    /** "PartiQL select statements for DynamoDB", condition. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 100",
                "\"t\".\"id\" = ?",
                "id = -1.5 and mood = 'b'",
                "id = '1' AND NOT contains(mood, 'a')",
                "id IN [100, 300]",
                "id = 1 or id = 2",
            })
    void readsItemsByTheirKey(String where) {
        assertThat(Statement.of("SELECT * FROM t WHERE " + where).scans("id")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id > 1",
                "mood = 'id = 1'",
                "id = 1 OR mood = 'b'",
                "mood.id = 1",
                "t.mood.id = 1",
                "id = mood",
                "id = 0 + mood",
                "NOT id = 1",
                "NOT (t.id = 1)",
            })
    void readsTheWholeTableWithoutAKey(String where) {
        assertThat(Statement.of("SELECT * FROM t WHERE " + where).scans("id")).isTrue();
    }
}
