/// <reference types="vite/client" />

/** The version of the package, set by the build. */
declare const CLIENT_VERSION: string

/** Where the build keeps what PDFs need (client/pdf-files.ts). */
declare const PDF_FILES: string
