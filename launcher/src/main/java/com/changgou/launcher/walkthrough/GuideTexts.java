package com.changgou.launcher.walkthrough;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What the guide says itself, in the reader's language: {@code walkthrough.properties} and its translations.
 *
 * @param bundle the language's texts
 */
public record GuideTexts(ResourceBundle bundle) {

    /**
     * The texts of a language.
     *
     * @param language such as {@code zh}
     * @return English where there is no translation
     */
    public static GuideTexts of(String language) {
        return new GuideTexts(ResourceBundle.getBundle(
                GuideTexts.class.getPackageName() + ".walkthrough",
                Locale.forLanguageTag(language),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    String prompt(boolean runs) {
        return bundle.getString(runs ? "prompt.run" : "prompt.next");
    }

    String notRun(boolean hasOutput) {
        return bundle.getString(hasOutput ? "not-run.output" : "not-run");
    }

    String diagram(String page) {
        return MessageFormat.format(bundle.getString("diagram"), page);
    }

    String nothingToRepeat() {
        return bundle.getString("nothing-to-repeat");
    }
}
