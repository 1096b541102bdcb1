package dev.sekisho.control.trust;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.CollectionRegister.Chosen;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.inventory.DataClass;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes privacy notices from the register: who stores what of people, why, in which form and until when. Only what is on is in
 * it, so a notice is as true as the register is. It states facts of the software; whether they are lawful it cannot know.
 */
public final class NoticeTexts {
    /** Stores whose rows say where others lie or what is in memory for a moment; what they hold is listed by its own rows. */
    private static final Set<String> CARRIERS = Set.of("lake", "records", "gateway", "ready_file", "keys");

    private final FieldInventory inventory;
    private final Map<String, String> japanese = new HashMap<>();

    /** Texts for one inventory, with the Japanese purposes that are part of the product. */
    public NoticeTexts(FieldInventory inventory) {
        this.inventory = inventory;
        try (InputStream in = Objects.requireNonNull(
                NoticeTexts.class.getResourceAsStream("/dev/sekisho/control/purposes.ja.json"))) {
            JsonMapper.builder()
                    .build()
                    .readTree(in)
                    .properties()
                    .forEach(purpose ->
                            japanese.put(purpose.getKey(), purpose.getValue().asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The notice of one customer. */
    public PrivacyNotice of(String language, CustomerSettings settings, Chosen chosen) {
        String text = switch (language) {
            case "en" -> english(settings, chosen.choice());
            case "ja" -> japanese(settings, chosen.choice());
            default -> throw Refusal.invalid("language", "is neither en nor ja");
        };
        return new PrivacyNotice(language, text, hash(text), chosen.version());
    }

    private String english(CustomerSettings settings, CollectionChoice choice) {
        StringBuilder text = new StringBuilder();
        text.append("Privacy notice: web access of ").append(settings.name()).append("\n\n");
        if (!settings.contact().isBlank()) {
            text.append("Whom to ask: ").append(settings.contact()).append("\n\n");
        }
        text.append("Web requests pass a gateway. Of each request this is stored about people:\n");
        for (Field field : personal(true)) {
            Treatment treatment = choice.of(field);
            if (treatment != Treatment.DROP) {
                text.append("- ")
                        .append(field.name().replace('_', ' '))
                        .append(": ")
                        .append(field.purpose())
                        .append(" (")
                        .append(english(treatment))
                        .append(")\n");
            }
        }
        text.append("It is deleted after ")
                .append(settings.logRetentionDays())
                .append(" days (UTC), unless a legal hold keeps it longer.\n\n");
        text.append("Of people who have an account, and of what they do in the console, this is stored:\n");
        for (Field field : personal(false)) {
            text.append("- ")
                    .append(field.store().replace('-', ' '))
                    .append(", ")
                    .append(field.name().replace('_', ' '))
                    .append(": ")
                    .append(field.purpose())
                    .append(" (")
                    .append(english(field.retention()))
                    .append(")\n");
        }
        return text.append(
                        "\nEverybody can see under \"my data\" what is stored about them and who looked, take it along, and ask for its erasure.\n")
                .toString();
    }

    private String japanese(CustomerSettings settings, CollectionChoice choice) {
        StringBuilder text = new StringBuilder();
        text.append("プライバシー通知: ").append(settings.name()).append("のWebアクセス\n\n");
        if (!settings.contact().isBlank()) {
            text.append("お問い合わせ先: ").append(settings.contact()).append("\n\n");
        }
        text.append("Webへの要求はゲートウェイを通ります。要求ごとに、人に関する次の項目を保存します。\n");
        for (Field field : personal(true)) {
            Treatment treatment = choice.of(field);
            if (treatment != Treatment.DROP) {
                text.append("- ")
                        .append(field.name())
                        .append(": ")
                        .append(purpose(field))
                        .append("(")
                        .append(japanese(treatment))
                        .append(")\n");
            }
        }
        text.append("消去の保留がある場合を除き、").append(settings.logRetentionDays()).append("日(UTC)後に削除します。\n\n");
        text.append("アカウントを持つ人と、コンソールでの操作について、次の項目を保存します。\n");
        for (Field field : personal(false)) {
            text.append("- ")
                    .append(field.store())
                    .append(".")
                    .append(field.name())
                    .append(": ")
                    .append(purpose(field))
                    .append("(")
                    .append(japanese(field.retention()))
                    .append(")\n");
        }
        return text.append("\nだれでも「自分のデータ」で、保存されている内容と閲覧した人を確認し、データを受け取り、消去を請求できます。\n")
                .toString();
    }

    private List<Field> personal(boolean events) {
        return inventory.all().stream()
                .filter(field ->
                        field.dataClass() == DataClass.PERSONAL || field.dataClass() == DataClass.POSSIBLY_PERSONAL)
                .filter(field ->
                        !CARRIERS.contains(field.store()) && !field.store().startsWith("operator"))
                .filter(field -> events == field.store().equals(CollectionChoice.STORE))
                .toList();
    }

    private String purpose(Field field) {
        return japanese.getOrDefault(field.store() + "." + field.name(), field.purpose());
    }

    private static String english(Treatment treatment) {
        return switch (treatment) {
            case KEEP -> "as it is";
            case TRUNCATE -> "its coarse part only";
            case PSEUDONYMISE -> "as a pseudonym that changes every day";
            case DROP -> "not stored";
        };
    }

    private static String japanese(Treatment treatment) {
        return switch (treatment) {
            case KEEP -> "そのまま";
            case TRUNCATE -> "大まかな部分のみ";
            case PSEUDONYMISE -> "毎日変わる仮名";
            case DROP -> "保存しません";
        };
    }

    private static String english(String retention) {
        return switch (retention) {
            case "log" -> "as long as events";
            case "account" -> "as long as the account exists";
            case "session" -> "as long as the session";
            case "install" -> "as long as the installation";
            default -> "until the customer's data is deleted";
        };
    }

    private static String japanese(String retention) {
        return switch (retention) {
            case "log" -> "イベントと同じ期間";
            case "account" -> "アカウントがある間";
            case "session" -> "セッションの間";
            case "install" -> "この設備がある間";
            default -> "お客さまのデータを削除するまで";
        };
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
