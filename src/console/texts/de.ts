import { deConnections } from './de-connections.js';
import { deRequests } from './de-requests.js';
import { deSettings } from './de-settings.js';
import type { Texts } from './en.js';

/** All words of the console in German. */
export const de: Texts = {
  language: 'de',
  layout: {
    product: 'DSAR-Konsole',
    skip: 'Zum Inhalt',
    around: 'Teile der Konsole',
    requests: 'Anfragen',
    connections: 'Verbindungen',
    ledger: 'Journal',
    settings: 'Einstellungen',
    api: 'API',
    signOut: 'Abmelden',
    signedInAs: (role) => `Angemeldet als ${role}`,
    language: 'English',
    otherLanguage: 'en',
    look: 'Farben',
    looks: { light: 'Hell', dark: 'Dunkel', system: 'Wie das System' },
    apply: 'Anwenden',
    sessionEnds: 'In zwei Minuten werden Sie abgemeldet, weil hier nichts geschehen ist.',
    stay: 'Angemeldet bleiben',
    copy: 'Kopieren',
    copied: 'Kopiert',
  },
  roles: {
    platform: 'Datenschutzplattform',
    operator: 'Betreiber',
    auditor: 'Prüfer',
    admin: 'Administrator',
  },
  signIn: {
    title: 'Anmelden',
    lead: 'Mit einem API-Schlüssel. Er wird gegen eine Sitzung getauscht und nicht im Browser behalten.',
    key: 'API-Schlüssel',
    keyHelp:
      'Schlüssel entstehen auf der Kommandozeile (api-keys create) oder durch einen Administrator in den Einstellungen.',
    button: 'Anmelden',
    byProvider: 'Mit Ihrer Organisation anmelden',
    refused: 'Dieser Schlüssel gilt nicht. Prüfen Sie, ob er ganz kopiert und nicht widerrufen wurde.',
    tooMany: (seconds) =>
      `Zu viele Versuche. Warten Sie ${seconds} Sekunden und versuchen Sie es noch einmal.`,
    notSafe:
      'Diese Adresse ist nicht verschlüsselt, deshalb kann sich hier niemand anmelden. Setzen Sie DSAR_PUBLIC_URL auf eine https-Adresse.',
    over: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an; was Sie getippt hatten, bleibt erhalten.',
    resumeTitle: 'Wieder angemeldet',
    resume: 'Was Sie getippt hatten, ist noch da und wurde nicht abgeschickt.',
    resumeButton: 'Jetzt abschicken',
    signedOut: 'Sie sind abgemeldet.',
    oneTime: 'Die Konsole der Vorführung öffnen',
    missingClaim: (claim) =>
      `Ihre Organisation hat sich für Sie verbürgt, aber ihre Antwort gibt Ihnen hier keine Rolle: Die Angabe „${claim}“ fehlt, oder sie enthält keinen Wert, dem eine Rolle zugeordnet ist. Fragen Sie, wer diesen Dienst betreibt (DSAR_OIDC_ROLES).`,
    providerFailed: 'Die Anmeldung bei Ihrer Organisation kam nicht zu Ende. Beginnen Sie noch einmal.',
    providerUnreachable:
      'Die Anmeldung Ihrer Organisation ist nicht zu erreichen. Versuchen Sie es noch einmal oder nehmen Sie einen API-Schlüssel.',
  },
  problem: {
    title: 'Das ging nicht',
    back: 'Zu den Anfragen',
    requestId: 'Kennung des Aufrufs',
    correct: 'Bitte berichtigen Sie, was markiert ist.',
  },
  ...deRequests,
  ...deConnections,
  ...deSettings,
};
