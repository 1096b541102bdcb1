package dev.sekisho.lake.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventColumnTest {
    @Test
    void columnsAreExactlyTheEventFieldsOfTheInventory() {
        // When
        var columns = Arrays.stream(EventColumn.values()).map(EventColumn::wire).toList();

        // Then
        assertThat(columns)
                .containsExactlyInAnyOrderElementsOf(FieldInventory.load().of("events").stream()
                        .map(Field::name)
                        .toList());
    }
}
