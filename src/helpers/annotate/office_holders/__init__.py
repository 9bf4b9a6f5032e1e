"""People whom an article tells by office: an office without a name, and a name that an office introduces.

Both begin at a country that the article mentions, and need but the words beside it. "The Iranian president" is whoever
holds that office on the day of publication, or throughout the bounds of an undated article. "Iraqi Prime Minister
Mohammed Shia' Al-Sudani" is someone whom the file of people lacks, and who goes by the surname from there on.
"""

from helpers.annotate.office_holders.reading import read_office_holders

__all__ = ["read_office_holders"]
